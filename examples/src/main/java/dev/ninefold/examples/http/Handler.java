package dev.ninefold.examples.http;

/** Answers requests: each in a process of its own, so it may block, take its time, and fail. */
@FunctionalInterface
interface Handler {
  HttpResponse handle(HttpRequest request) throws Exception;
}
