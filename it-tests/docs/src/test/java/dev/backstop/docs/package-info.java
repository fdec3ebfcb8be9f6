/** What README and docs say, held against what there is. */
package dev.backstop.docs;
