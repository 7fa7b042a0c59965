-module(fsm3).
-behaviour(gen_statem).
-compile([export_all,nowarn_export_all]).
callback_mode() -> [handle_event_function,state_enter].
init(_) -> {ok,off,0,[{{timeout,init},50000,x}]}.
handle_event(enter,_,on,_) -> {keep_state_and_data,[{state_timeout,70000,leave}]};
handle_event(enter,_,_,_) -> keep_state_and_data;
handle_event(cast,flip,off,D) -> {next_state,on,D+1,[{{timeout,flip},60000,y}]};
handle_event({call,F},flip,on,D) -> {next_state,off,D+1,[{reply,F,flipped},postpone]};
handle_event({call,_F},flip,off,_D) -> keep_state_and_data;
handle_event(cast,crash,_,_) -> {stop,{shutdown,enough}}.
