-module(fsm).
-behaviour(gen_statem).
-compile([export_all,nowarn_export_all]).
callback_mode() -> [handle_event_function].
init(_) -> {ok,locked,0}.
handle_event({call,F},get,S,D) -> {keep_state_and_data,[{reply,F,{S,D}}]};
handle_event(cast,{button,1},locked,D) -> {next_state,open,D+1,[{state_timeout,10,lock}]};
handle_event(cast,{button,_},open,_) -> {keep_state_and_data,[postpone]};
handle_event(cast,{button,_},locked,_) -> keep_state_and_data;
handle_event(cast,insert,_,_) -> {keep_state_and_data,[{next_event,internal,inserted}]};
handle_event(internal,inserted,_,D) -> {keep_state,D+10};
handle_event(cast,zero,_,_) -> {keep_state_and_data,[{timeout,0,now},{{timeout,name},0,named}]};
handle_event(cast,two,_,_) -> {keep_state_and_data,[{{timeout,a},100000,first},{{timeout,b},200000,second},{{timeout,a},infinity,third}]};
handle_event(timeout,now,_,_) -> keep_state_and_data;
handle_event({timeout,name},named,_,_) -> keep_state_and_data;
handle_event(state_timeout,lock,open,D) -> {next_state,locked,D};
handle_event(cast,other,_,_) -> {keep_state_and_data,[{push_callback_module,fsm2},{next_event,cast,{button,9}}]};
handle_event(info,_,_,_) -> keep_state_and_data;
handle_event({call,F},stop,_,D) -> {stop_and_reply,normal,[{reply,F,stopped}],D}.
