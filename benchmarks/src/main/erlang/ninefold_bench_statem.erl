%% A state machine of two states, which changes its state with each cast, and counts that.
-module(ninefold_bench_statem).
-behaviour(gen_statem).
-export([callback_mode/0, init/1, handle_event/4]).

-define(HOUR, 3600000).

callback_mode() -> handle_event_function.

init([]) -> {ok, left, 0}.

handle_event(cast, go, left, Count) -> {next_state, right, Count + 1, [{state_timeout, ?HOUR, late}]};
handle_event(cast, go, right, Count) -> {next_state, left, Count + 1, [{state_timeout, ?HOUR, late}]};
handle_event({call, From}, count, _, Count) -> {keep_state_and_data, [{reply, From, Count}]}.
