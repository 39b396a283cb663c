// What a browser adds to pages that are whole without it.
"use strict";
