%% The gen_server of all rows; what it does depends on what it was started with.
-module(ninefold_bench_server).
-behaviour(gen_server).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

init({child, Main}) -> Main ! {ready, self()}, {ok, idle};
init({client, Server, Main}) -> {ok, {Server, Main, none, 0}};
init(State) -> {ok, State}.

handle_call(get, _, State) -> {reply, 1, State}.

handle_cast(cast, {counting, 1, Main}) -> Main ! done, {noreply, idle};
handle_cast(cast, {counting, Left, Main}) -> {noreply, {counting, Left - 1, Main}};
handle_cast(crash, _) -> error(crash);
handle_cast({requests, Count}, {Server, Main, _, _}) ->
    {noreply, {Server, Main, gen_server:send_request(Server, get), Count}}.

handle_info(Message, {Server, Main, Id, Left} = State) ->
    case gen_server:check_response(Message, Id) of
        {reply, 1} when Left =:= 1 -> Main ! done, {noreply, {Server, Main, none, 0}};
        {reply, 1} -> {noreply, {Server, Main, gen_server:send_request(Server, get), Left - 1}};
        no_reply -> {noreply, State}
    end.
