%% A supervisor of equal children, which tell when they are ready.
-module(ninefold_bench_supervisor).
-behaviour(supervisor).
-export([init/1]).

init({Strategy, Children, Main}) ->
    Flags = #{strategy => Strategy, intensity => 1000000, period => 3600},
    {ok, {Flags, [#{id => N, start => {gen_server, start_link, [ninefold_bench_server, {child, Main}, []]}}
                  || N <- lists:seq(1, Children)]}}.
