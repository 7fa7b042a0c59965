package dev.ninefold.process;

import java.util.Objects;

/** A name under which a process can be registered and reached: OTP's {@code {local, …}}, {@code {global, …}}, {@code {via, …}}. */
public sealed interface Name extends Destination {

  /**
   * A name on one node, the node of whoever uses it.
   *
   * @param name not empty, and not {@code undefined}
   */
  record Local(String name) implements Name {
    public Local {
      Objects.requireNonNull(name, "name: expected a local name, got null");
      if (name.isEmpty() || name.equals("undefined")) {
        throw new IllegalArgumentException(
            "name: expected a local name that is not empty and not undefined, got \"" + name + "\"");
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A local name on a given node: OTP's {@code {Name, Node}}.
   *
   * @param name the local name
   * @param node the name of the node
   */
  record OnNode(String name, String node) implements Name {
    public OnNode {
      Objects.requireNonNull(name, "name: expected a local name, got null");
      Objects.requireNonNull(node, "node: expected the name of a node, got null");
    }

    @Override
    public String toString() {
      return "{" + name + ", " + node + "}";
    }
  }

  /**
   * A name that is unique in the cluster; any term.
   *
   * @param term compared by equals
   */
  record Global(Object term) implements Name {
    public Global {
      Objects.requireNonNull(term, "term: expected a global name, got null");
    }

    @Override
    public String toString() {
      return "{global, " + term + "}";
    }
  }

  /**
   * A name that a registry of the user's resolves.
   *
   * @param registrar the registry
   * @param term the name in it
   */
  record Via(Registrar registrar, Object term) implements Name {
    public Via {
      Objects.requireNonNull(registrar, "registrar: expected what implements the names, got null");
      Objects.requireNonNull(term, "term: expected a name, got null");
    }

    @Override
    public String toString() {
      return "{via, " + registrar + ", " + term + "}";
    }
  }

  /** The local name. */
  static Name local(String name) {
    return new Local(name);
  }

  /** The local name on the given node. */
  static Name on(String name, Node node) {
    Objects.requireNonNull(node, "node: expected a node, for example Node.current(), got null");
    return new OnNode(name, node.name());
  }

  /** The global name. */
  static Name global(Object term) {
    return new Global(term);
  }

  /** The name in a registry of the user's. */
  static Name via(Registrar registrar, Object term) {
    return new Via(registrar, term);
  }
}
