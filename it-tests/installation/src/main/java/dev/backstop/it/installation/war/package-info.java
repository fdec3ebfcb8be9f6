/** The web application that {@link dev.backstop.it.installation.War} puts into a folder. */
@NullMarked
package dev.backstop.it.installation.war;

import org.jspecify.annotations.NullMarked;
