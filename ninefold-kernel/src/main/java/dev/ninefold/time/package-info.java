/**
 * Time as a seam: clocks and timers, the real ones and ones that are moved by hand. Nothing else reads the time of the system.
 */
package dev.ninefold.time;
