package dev.ninefold.debug;

/** What sees the events of a process. */
sealed interface Facility {

  /** There is one of each key. */
  Object key();

  record Trace() implements Facility {
    @Override
    public Object key() {
      return Trace.class;
    }
  }

  record Log(EventLog log) implements Facility {
    @Override
    public Object key() {
      return Log.class;
    }
  }

  record LogToFile(EventFile file) implements Facility {
    @Override
    public Object key() {
      return LogToFile.class;
    }
  }

  record Counter(long startMillis, long in, long out) implements Facility {
    @Override
    public Object key() {
      return Counter.class;
    }
  }

  record Installed(Object id, DebugFunction<Object> function, Object state) implements Facility {
    @Override
    public Object key() {
      return id;
    }
  }
}
