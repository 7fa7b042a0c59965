%% An event handler that counts.
-module(ninefold_bench_handler).
-behaviour(gen_event).
-export([init/1, handle_event/2, handle_call/2]).

init(Count) -> {ok, Count}.

handle_event(event, Count) -> {ok, Count + 1}.

handle_call(count, Count) -> {ok, Count, Count}.
