-module(hdl).
-behaviour(gen_event).
-compile([export_all,nowarn_export_all]).
init(N) -> {ok,N}.
handle_event(_,N) -> {ok,N+1}.
handle_call(get,N) -> {ok,N,N}.
handle_info(_,N) -> {ok,N}.
