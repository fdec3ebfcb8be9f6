/**
 * The catalogue's code: for each page of {@code docs/pitfalls} the wrong code, what is recorded
 * with it, and the right code, as an application would have them. The pages take it from here.
 */
package com.example.pitfalls;
