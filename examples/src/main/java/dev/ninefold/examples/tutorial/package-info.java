/**
 * A small GenServer and a small Supervisor, built from plain processes alone: spawn, send, receive, link, monitor. Enough to see that there is
 * no magic in the real ones, which know many more cases.
 */
package dev.ninefold.examples.tutorial;
