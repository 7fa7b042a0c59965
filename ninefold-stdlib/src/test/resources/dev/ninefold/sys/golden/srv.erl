-module(srv).
-behaviour(gen_server).
-compile([export_all,nowarn_export_all]).
init(N) -> {ok,N}.
handle_call({req,A},_F,N) -> {reply,{ok,-A},N+1};

handle_call(wait,_F,N) -> {reply,ok,N,10};
handle_call(continue,_F,N) -> {reply,ok,N,{continue,more}};
handle_call(stop,_F,N) -> {stop,normal,stopped,N}.

handle_cast({add,M},N) -> {noreply,N+M}.
handle_info(timeout,N) -> {noreply,N+100};
handle_info(_,N) -> {noreply,N}.
handle_continue(more,N) -> {noreply,N+1000}.
