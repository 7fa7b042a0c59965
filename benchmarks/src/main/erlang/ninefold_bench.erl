%% The rows' work on the BEAM, the same as on Ninefold and Pekko: see docs/benchmarks.md. A fork of ./ninefold bench runs
%%   erl -noshell -s ninefold_bench fork ROW SIZE ROUNDS MILLISECONDS
%% and reads a line `figure N` for each round.
-module(ninefold_bench).
-export([fork/1]).

-define(RING, 503).
-define(SAVINA_RING, 100).
-define(AT_LEAST, 3).
-define(FAN, 10).
-define(CALLERS, 100).
-define(WAITING, 10000).
-define(CHILDREN, 100).
-define(RESTARTS, 200).
-define(SKYNET_WIDTH, 10).
-define(HOUR, 3600000).

fork([Row, Size, Rounds, Budget]) ->
    logger:set_primary_config(level, none),
    End = erlang:monotonic_time(millisecond) + number(Budget),
    rounds(Row, number(Size), number(Rounds), 0, End),
    halt(0).

number(Atom) -> list_to_integer(atom_to_list(Atom)).

rounds(_, _, Rounds, Rounds, _) -> ok;
rounds(Row, Size, Rounds, Done, End) ->
    case Done < ?AT_LEAST orelse erlang:monotonic_time(millisecond) < End of
        true ->
            io:format("figure ~w~n", [measured(Row, Size)]),
            rounds(Row, Size, Rounds, Done + 1, End);
        false -> ok
    end.

%% Each round in a process of its own, so that none leaves its heap to the next.
measured(Row, Size) ->
    Self = self(),
    {Pid, Ref} = spawn_monitor(fun() -> Self ! {self(), float(row(Row, Size))} end),
    receive
        {Pid, Figure} -> receive {'DOWN', Ref, _, _, _} -> Figure end;
        {'DOWN', Ref, _, _, Reason} -> io:format(standard_error, "~p~n", [Reason]), halt(1)
    end.

per(Count, Work) ->
    Start = erlang:monotonic_time(nanosecond),
    Work(),
    (erlang:monotonic_time(nanosecond) - Start) / Count.

row('ring-503', Hops) -> ring(Hops);
row('savina-thread-ring', Hops) -> savina(Hops);
row('ping-pong', Trips) -> ping_pong(Trips);
row('call-1', Calls) -> calls(Calls, 1, 1);
row('call-100-1', Calls) -> calls(Calls, ?CALLERS, 1);
row('call-100-100', Calls) -> calls(Calls, ?CALLERS, ?CALLERS);
row('send-request', Requests) -> send_request(Requests);
row('cast-flood-1', Casts) -> casts(Casts, 1, 1);
row('cast-flood-statistics', Casts) -> casts(Casts, 1, 1, fun(Server) -> ok = sys:statistics(Server, true) end);
row('fan-in-10', Casts) -> casts(Casts, ?FAN, 1);
row('fan-out-10', Casts) -> casts(Casts, 1, ?FAN);
row('notify-10', Events) -> notifications(Events);
row('state-timeout', Transitions) -> transitions(Transitions);
%% The BEAM has one kind of processes.
row('spawn-exit-plain', Count) -> spawn_exit(Count);
row('spawn-exit-event-driven', Count) -> spawn_exit(Count);
row('gen-server-start-stop', Count) -> per(Count, fun() -> start_stop(Count) end);
row('skynet', Leaves) -> skynet(Leaves);
row('linked-tree', Count) -> linked_tree(Count);
row('selective-receive', Count) -> selective(Count, fun plain_receive/2);
row('selective-receive-ref', Count) -> selective(Count, fun ref_receive/2);
row('supervisor-restart', Count) -> restarts(Count, one_for_one, 1);
row('one-for-all-100', Count) -> restarts(Count, one_for_all, ?CHILDREN);
row('timers', Count) -> timers(Count);
row('bytes-idle-server', Count) -> idle(Count).

%% ---- rings

ring(Hops) ->
    Self = self(),
    Pids = ring_of(?RING, Self),
    Figure = per(Hops, fun() -> hd(Pids) ! Hops, receive done -> ok end end),
    [exit(Pid, kill) || Pid <- Pids],
    Figure.

ring_of(Count, Main) ->
    Pids = [spawn(fun() -> receive {next, Next} -> member(Next, Main) end end) || _ <- lists:seq(1, Count)],
    [Pid ! {next, Next} || {Pid, Next} <- lists:zip(Pids, tl(Pids) ++ [hd(Pids)])],
    Pids.

member(Next, Main) ->
    receive
        0 -> Main ! done, member(Next, Main);
        Left -> Next ! Left - 1, member(Next, Main)
    end.

%% The ring's beginning and end are measured, too: the last ping becomes an exit that goes round.
savina(Hops) ->
    per(Hops, fun() ->
        Self = self(),
        Pids = [spawn(fun() -> receive {next, Next} -> savina_member(Next, Self) end end) || _ <- lists:seq(1, ?SAVINA_RING)],
        [Pid ! {next, Next} || {Pid, Next} <- lists:zip(Pids, tl(Pids) ++ [hd(Pids)])],
        hd(Pids) ! {ping, Hops},
        receive done -> ok end
    end).

savina_member(Next, Main) ->
    receive
        {ping, 0} -> Next ! {exit, ?SAVINA_RING - 2};
        {ping, Left} -> Next ! {ping, Left - 1}, savina_member(Next, Main);
        {exit, 0} -> Main ! done;
        {exit, Left} -> Next ! {exit, Left - 1}
    end.

%% ---- ping-pong

ping_pong(Trips) ->
    Self = self(),
    per(Trips, fun() ->
        Pong = spawn(fun() -> pong(Trips) end),
        spawn(fun() -> ping(Pong, Trips), Self ! done end),
        receive done -> ok end
    end).

ping(_, 0) -> ok;
ping(Pong, Left) ->
    Pong ! {ping, self()},
    receive pong -> ping(Pong, Left - 1) end.

pong(0) -> ok;
pong(Left) ->
    receive {ping, From} -> From ! pong, pong(Left - 1) end.

%% ---- calls

calls(Calls, Callers, ServerCount) ->
    Servers = [element(2, {ok, _} = gen_server:start(ninefold_bench_server, idle, [])) || _ <- lists:seq(1, ServerCount)],
    Self = self(),
    Each = Calls div Callers,
    Figure = per(Each * Callers, fun() ->
        [spawn(fun() -> call(Server, Each), Self ! done end) || Server <- spread(Callers, Servers)],
        [receive done -> ok end || _ <- lists:seq(1, Callers)]
    end),
    [gen_server:stop(Server) || Server <- Servers],
    Figure.

%% As many of them, in turn.
spread(Count, Servers) -> [lists:nth((N - 1) rem length(Servers) + 1, Servers) || N <- lists:seq(1, Count)].

call(_, 0) -> ok;
call(Server, Left) -> gen_server:call(Server, get), call(Server, Left - 1).

send_request(Requests) ->
    {ok, Server} = gen_server:start(ninefold_bench_server, idle, []),
    {ok, Client} = gen_server:start(ninefold_bench_server, {client, Server, self()}, []),
    Figure = per(Requests, fun() -> gen_server:cast(Client, {requests, Requests}), receive done -> ok end end),
    gen_server:stop(Client),
    gen_server:stop(Server),
    Figure.

%% ---- casts

casts(Casts, Senders, Receivers) -> casts(Casts, Senders, Receivers, fun(_) -> ok end).

casts(Casts, Senders, Receivers, Prepare) ->
    Self = self(),
    Servers = [element(2, {ok, _} = gen_server:start(ninefold_bench_server, {counting, Casts div Receivers, Self}, []))
               || _ <- lists:seq(1, Receivers)],
    lists:foreach(Prepare, Servers),
    Figure = per(Casts, fun() ->
        [spawn(fun() -> cast(Servers, Servers, Casts div Senders) end) || _ <- lists:seq(1, Senders)],
        [receive done -> ok end || _ <- Servers]
    end),
    [gen_server:stop(Server) || Server <- Servers],
    Figure.

cast(_, _, 0) -> ok;
cast([], All, Left) -> cast(All, All, Left);
cast([Server | Others], All, Left) -> gen_server:cast(Server, cast), cast(Others, All, Left - 1).

%% ---- event handlers and state machines

notifications(Events) ->
    {ok, Manager} = gen_event:start(),
    Handlers = [{ninefold_bench_handler, N} || N <- lists:seq(1, ?FAN)],
    [ok = gen_event:add_handler(Manager, Handler, 0) || Handler <- Handlers],
    Figure = per(Events, fun() -> notify(Manager, Events), ok = gen_event:sync_notify(Manager, event) end),
    [Events = gen_event:call(Manager, Handler, count) || Handler <- Handlers],
    gen_event:stop(Manager),
    Figure.

notify(_, 1) -> ok;
notify(Manager, Left) -> gen_event:notify(Manager, event), notify(Manager, Left - 1).

transitions(Transitions) ->
    {ok, Machine} = gen_statem:start(ninefold_bench_statem, [], []),
    Figure = per(Transitions, fun() -> go(Machine, Transitions), Transitions = gen_statem:call(Machine, count, infinity) end),
    gen_statem:stop(Machine),
    Figure.

go(_, 0) -> ok;
go(Machine, Left) -> gen_statem:cast(Machine, go), go(Machine, Left - 1).

%% ---- beginning and end

spawn_exit(Count) ->
    Counter = counters:new(1, []),
    Self = self(),
    per(Count, fun() ->
        spawn_many(Count, fun() -> last(Counter, Count, Self) end),
        receive done -> ok end
    end).

spawn_many(0, _) -> ok;
spawn_many(Left, Body) -> spawn(Body), spawn_many(Left - 1, Body).

%% An adding and a reading are two steps, so two may see the end; the second message dies with its receiver.
last(Counter, Count, Main) ->
    counters:add(Counter, 1, 1),
    case counters:get(Counter, 1) of
        Count -> Main ! done;
        _ -> ok
    end.

start_stop(0) -> ok;
start_stop(Left) ->
    {ok, Server} = gen_server:start(ninefold_bench_server, idle, []),
    gen_server:stop(Server),
    start_stop(Left - 1).

%% ---- skynet

skynet(Leaves) ->
    Self = self(),
    per(Leaves, fun() ->
        spawn(fun() -> skynet(Self, 0, Leaves) end),
        Expected = Leaves * (Leaves - 1) div 2,
        receive {sum, Expected} -> ok end
    end).

skynet(Parent, Number, 1) -> Parent ! {sum, Number};
skynet(Parent, Number, Size) ->
    Self = self(),
    Below = Size div ?SKYNET_WIDTH,
    [spawn(fun() -> skynet(Self, Number + I * Below, Below) end) || I <- lists:seq(0, ?SKYNET_WIDTH - 1)],
    Parent ! {sum, lists:sum([receive {sum, Sum} -> Sum end || _ <- lists:seq(1, ?SKYNET_WIDTH)])}.

%% ---- linked tree

%% The time from the exit of the root to the end of the last.
linked_tree(Count) ->
    Before = erlang:system_info(process_count),
    Self = self(),
    Root = spawn(fun() -> tree(Count, Self) end),
    [receive started -> ok end || _ <- lists:seq(1, Count)],
    per(Count, fun() -> exit(Root, over), until_gone(Before) end).

%% A process and a tree of so many, itself included.
tree(Count, Main) ->
    Left = (Count - 1) div 2,
    Right = Count - 1 - Left,
    [spawn_link(fun() -> tree(Size, Main) end) || Size <- [Left, Right], Size > 0],
    Main ! started,
    receive over -> ok end.

until_gone(Before) ->
    case erlang:system_info(process_count) =< Before of
        true -> ok;
        false -> receive after 1 -> until_gone(Before) end
    end.

%% ---- selective receive

selective(Count, Receive) ->
    [self() ! {waiting, N} || N <- lists:seq(1, ?WAITING)],
    per(Count, fun() -> Receive(Count, self()) end).

plain_receive(0, _) -> ok;
plain_receive(Left, Self) ->
    Self ! {wanted, Left},
    receive {wanted, Left} -> plain_receive(Left - 1, Self) end.

ref_receive(0, _) -> ok;
ref_receive(Left, Self) ->
    Ref = make_ref(),
    Self ! {wanted, Ref},
    receive {wanted, Ref} -> ref_receive(Left - 1, Self) end.

%% ---- supervisors

%% A new supervisor after some restarts, because OTP's walks through the list of those that count.
restarts(Count, Strategy, Children) ->
    Each = min(Count, ?RESTARTS),
    Times = [restarts_of_one(Each, Strategy, Children) || _ <- lists:seq(1, Count div Each)],
    lists:sum(Times) / length(Times).

restarts_of_one(Count, Strategy, Children) ->
    process_flag(trap_exit, true),
    {ok, Supervisor} = supervisor:start_link(ninefold_bench_supervisor, {Strategy, Children, self()}),
    First = ready(Children),
    Figure = per(Count, fun() -> restart(Count, First, Children) end),
    unlink(Supervisor),
    Ref = monitor(process, Supervisor),
    exit(Supervisor, shutdown),
    receive {'DOWN', Ref, _, _, _} -> ok end,
    Figure.

%% The pid of one of those that said that they are ready.
ready(Children) -> hd([receive {ready, Pid} -> Pid end || _ <- lists:seq(1, Children)]).

restart(0, _, _) -> ok;
restart(Left, Child, Children) ->
    gen_server:cast(Child, crash),
    restart(Left - 1, ready(Children), Children).

%% ---- timers

timers(Count) ->
    Self = self(),
    per(Count, fun() ->
        Timers = [erlang:send_after(?HOUR + N rem 1000, Self, late) || N <- lists:seq(1, Count)],
        [erlang:cancel_timer(Timer) || Timer <- Timers]
    end).

%% ---- memory

%% What the BEAM takes for them after a collection: names, links and the supervisor's part included; less the list of pids, which is ours.
idle(Count) ->
    process_flag(trap_exit, true),
    Before = erlang:memory(total),
    Pids = [begin
        Name = list_to_atom("idle" ++ integer_to_list(N)),
        {ok, Pid} = gen_server:start_link({local, Name}, ninefold_bench_server, idle, []),
        Pid
    end || N <- lists:seq(1, Count)],
    [erlang:garbage_collect(Pid) || Pid <- [self() | Pids]],
    Figure = (erlang:memory(total) - Before - 16 * Count) / Count,
    [begin unlink(Pid), exit(Pid, kill) end || Pid <- Pids],
    Figure.
