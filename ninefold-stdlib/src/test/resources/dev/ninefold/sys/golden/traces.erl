-module(traces).
-compile([export_all,nowarn_export_all]).
main([A]) -> M=list_to_atom(A), ?MODULE:M(), timer:sleep(100), init:stop().
server() -> process_flag(trap_exit,true),
 {ok,P}=gen_server:start_link({local,server},srv,0,[{debug,[trace]}]),
 gen_server:call(P,{req,44}), gen_server:cast(P,{add,2}), P ! hello, 
 gen_server:call(P,wait), timer:sleep(40), gen_server:call(P,continue), 
 spawn(fun() -> link(P) end), timer:sleep(20),
 gen_server:call(P,stop).
statem() -> process_flag(trap_exit,true),
 {ok,P}=gen_statem:start_link({local,machine},fsm,0,[{debug,[trace]}]),
 gen_statem:call(P,get), gen_statem:cast(P,{button,2}), gen_statem:cast(P,{button,1}), gen_statem:cast(P,{button,7}), timer:sleep(40), gen_statem:cast(P,insert), gen_statem:cast(P,zero), gen_statem:cast(P,two), P ! hello, 
 gen_statem:cast(P,other), gen_statem:cast(P,back), gen_statem:call(P,stop).
statem_enter() -> process_flag(trap_exit,true),
 {ok,P}=gen_statem:start_link({local,machine},fsm3,0,[{debug,[trace]}]),
 gen_statem:cast(P,flip), gen_statem:call(P,flip), gen_statem:cast(P,crash), timer:sleep(40).
manager() -> {ok,P}=gen_event:start_link({local,manager},[{debug,[trace]}]),
 gen_event:add_handler(P,hdl,1), gen_event:notify(P,{tick,1}), gen_event:sync_notify(P,tock), gen_event:call(P,hdl,get), P ! hello, gen_event:which_handlers(P), gen_event:delete_handler(P,hdl,x), gen_event:call(P,hdl,get),ok.
supervisor() -> process_flag(trap_exit,true), {ok,P}=supervisor:start_link({local,sup},sp,0), sys:trace(P,true), [{_,W,_,_}]=supervisor:which_children(P), exit(W,kill), timer:sleep(50), supervisor:terminate_child(P,w).
