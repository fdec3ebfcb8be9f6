package dev.backstop.it;

import dev.backstop.it.installation.Servlet60Contract;

class ServletApiTest extends Servlet60Contract {}
