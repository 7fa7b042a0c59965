/**
 * The event manager of OTP's design principles: {@code error_man}, with a handler that writes errors to the terminal, {@code terminal_logger},
 * and one that writes them to a file, {@code file_logger}.
 */
package dev.ninefold.examples.errorman;
