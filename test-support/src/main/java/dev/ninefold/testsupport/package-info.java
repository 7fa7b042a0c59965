/** Fixtures of our own tests: which upstream case a test carries, and what every test must leave behind clean. */
package dev.ninefold.testsupport;
