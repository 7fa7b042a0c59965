package dev.ninefold.supervisor;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import java.util.List;
import java.util.Optional;

/** What a supervisor is asked. */
sealed interface SupervisorRequest<R> extends Request<R> {

  record StartChild(ChildSpec spec) implements SupervisorRequest<StartResult<Pid>> {
    @Override
    public String toString() {
      return "{start_child, " + spec + "}";
    }
  }

  record RestartChild(Object id) implements SupervisorRequest<StartResult<Pid>> {
    @Override
    public String toString() {
      return "{restart_child, " + id + "}";
    }
  }

  record TerminateChild(Object id) implements SupervisorRequest<ChildResult> {
    @Override
    public String toString() {
      return "{terminate_child, " + id + "}";
    }
  }

  record DeleteChild(Object id) implements SupervisorRequest<ChildResult> {
    @Override
    public String toString() {
      return "{delete_child, " + id + "}";
    }
  }

  record WhichChildren() implements SupervisorRequest<List<ChildInfo>> {
    @Override
    public String toString() {
      return "which_children";
    }
  }

  record WhichChild(Object id) implements SupervisorRequest<Optional<ChildInfo>> {
    @Override
    public String toString() {
      return "{which_child, " + id + "}";
    }
  }

  record CountChildren() implements SupervisorRequest<Supervisor.ChildCounts> {
    @Override
    public String toString() {
      return "count_children";
    }
  }

  record GetChildspec(Object id) implements SupervisorRequest<Optional<ChildSpec>> {
    @Override
    public String toString() {
      return "{get_childspec, " + id + "}";
    }
  }
}
