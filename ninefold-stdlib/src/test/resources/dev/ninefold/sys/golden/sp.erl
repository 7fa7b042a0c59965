-module(sp).
-behaviour(supervisor).
-compile([export_all,nowarn_export_all]).
init(_) -> {ok,{#{},[#{id=>w,start=>{gen_server,start_link,[srv,0,[]]}}]}}.
