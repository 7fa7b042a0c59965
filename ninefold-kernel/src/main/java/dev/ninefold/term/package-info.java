/** Values that everything else speaks of: exit reasons. */
package dev.ninefold.term;
