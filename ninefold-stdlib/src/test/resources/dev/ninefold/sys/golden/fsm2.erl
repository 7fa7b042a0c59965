-module(fsm2).
-behaviour(gen_statem).
-compile([export_all,nowarn_export_all]).
callback_mode() -> [handle_event_function].
init(_) -> {ok,locked,0}.
handle_event(cast,back,_,_) -> {keep_state_and_data,[pop_callback_module]};
handle_event(cast,_,_,_) -> keep_state_and_data.
