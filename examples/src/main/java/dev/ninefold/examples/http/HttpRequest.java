package dev.ninefold.examples.http;

/**
 * What a client wants.
 *
 * @param method GET, POST and so on
 * @param path decoded, and without the query
 * @param body as text
 */
record HttpRequest(String method, String path, String body) {

  /** Without the body, which may be long, or nobody's business. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
