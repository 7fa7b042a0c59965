%% The rows of the hand harness on the BEAM, with the same work: run by hand, see docs/benchmarks.md.
%%   erlc ninefold_bench.erl && erl -noshell -s ninefold_bench main [ROW ...]
-module(ninefold_bench).
-behaviour(gen_server).
-export([main/0, main/1]).
-export([init/1, handle_call/3, handle_cast/2]).

-define(RING, 503).
-define(HOPS, 5000000).
-define(CALLS, 300000).
-define(CASTS, 3000000).
-define(SPAWNS, 500000).
-define(STARTS, 100000).
-define(IDLE, 1000000).

main() -> main([]).

main(Names) ->
    Rows = [{'ring-503', "ns per hop", 12, fun ring/0}, {'call-1', "ns per call", 12, fun call/0},
            {'cast-flood-1', "ns per cast", 12, fun flood/0}, {'spawn-exit-plain', "ns per process", 12, fun spawn_exit/0},
            {'gen-server-start-stop', "ns per server", 12, fun start_stop/0},
            {'bytes-idle-server', "bytes", 2, fun idle/0}],
    io:format("~-28s ~12s ~12s ~12s  ~s~n", ["row", "median", "lowest", "highest", "unit"]),
    [row(Row) || {Name, _, _, _} = Row <- Rows, Names =:= [] orelse lists:member(Name, Names)],
    halt(0).

row({Name, Unit, Rounds, Work}) ->
    Figures = [measured(Work) || _ <- lists:seq(1, Rounds)],
    Warm = lists:sort(lists:nthtail(Rounds div 3, Figures)),
    Median = lists:nth(length(Warm) div 2 + 1, Warm),
    io:format("~-28s ~12.1f ~12.1f ~12.1f  ~s~n", [Name, Median, hd(Warm), lists:last(Warm), Unit]).

%% Each measurement in a process of its own, so that none leaves its heap to the next.
measured(Work) ->
    Self = self(),
    {Pid, Ref} = spawn_monitor(fun() -> Self ! {self(), float(Work())} end),
    receive {Pid, Figure} -> receive {'DOWN', Ref, _, _, _} -> Figure end end.

timed(Count, Work) ->
    Start = erlang:monotonic_time(nanosecond),
    Work(),
    (erlang:monotonic_time(nanosecond) - Start) / Count.

ring() ->
    Self = self(),
    Pids = [spawn(fun() -> receive {next, Next} -> member(Next, Self) end end) || _ <- lists:seq(1, ?RING)],
    [Pid ! {next, Next} || {Pid, Next} <- lists:zip(Pids, tl(Pids) ++ [hd(Pids)])],
    Figure = timed(?HOPS, fun() -> hd(Pids) ! ?HOPS, receive done -> ok end end),
    [exit(Pid, kill) || Pid <- Pids],
    Figure.

member(Next, Main) ->
    receive
        0 -> Main ! done, member(Next, Main);
        Left -> Next ! Left - 1, member(Next, Main)
    end.

call() ->
    {ok, Server} = gen_server:start(?MODULE, idle, []),
    Figure = timed(?CALLS, fun() -> calls(Server, ?CALLS) end),
    gen_server:stop(Server),
    Figure.

calls(_, 0) -> ok;
calls(Server, N) -> gen_server:call(Server, get), calls(Server, N - 1).

flood() ->
    {ok, Server} = gen_server:start(?MODULE, {counting, ?CASTS, self()}, []),
    Figure = timed(?CASTS, fun() ->
        spawn(fun() -> casts(Server, ?CASTS) end),
        receive done -> ok end
    end),
    gen_server:stop(Server),
    Figure.

casts(_, 0) -> ok;
casts(Server, N) -> gen_server:cast(Server, cast), casts(Server, N - 1).

spawn_exit() ->
    Counter = counters:new(1, []),
    Self = self(),
    timed(?SPAWNS, fun() ->
        [spawn(fun() -> last(Counter, Self) end) || _ <- lists:seq(1, ?SPAWNS)],
        receive done -> ok end
    end).

last(Counter, Main) ->
    counters:add(Counter, 1, 1),
    case counters:get(Counter, 1) of
        ?SPAWNS -> Main ! done;
        _ -> ok
    end.

start_stop() ->
    timed(?STARTS, fun() -> start_stop(?STARTS) end).

start_stop(0) -> ok;
start_stop(N) ->
    {ok, Server} = gen_server:start(?MODULE, idle, []),
    gen_server:stop(Server),
    start_stop(N - 1).

%% Needs erl +P 2000000.
idle() ->
    Before = erlang:memory(total),
    Pids = [begin {ok, Pid} = gen_server:start(?MODULE, idle, []), Pid end || _ <- lists:seq(1, ?IDLE)],
    Figure = (erlang:memory(total) - Before - 16 * ?IDLE) / ?IDLE,
    [exit(Pid, kill) || Pid <- Pids],
    wait_until_gone(length(Pids)),
    Figure.

wait_until_gone(Count) ->
    case erlang:system_info(process_count) > Count div 2 of
        true -> erlang:yield(), wait_until_gone(Count);
        false -> ok
    end.

init(State) -> {ok, State}.

handle_call(get, _, State) -> {reply, 1, State}.

handle_cast(cast, {counting, 1, Main}) -> Main ! done, {noreply, idle};
handle_cast(cast, {counting, Left, Main}) -> {noreply, {counting, Left - 1, Main}}.
