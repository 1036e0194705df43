"""What happens while a plan is worked off. Each call is one transaction and one journal entry, unless it says so.

report_progress(*, measure_id, report, token, actor, at, computed=None) -> report id      report: domain.progress.Report
correct_progress(*, report_id, report, token, actor, at, computed=None) -> report id
save_draft(*, measure_id, texts, token, actor, at) -> whether it was kept                 no entry: decision on drafts
accept_progress(*, report_id, actor, at) -> None
return_progress(*, report_id, reason, actor, at) -> None
ask_extension(*, task_id, wish, actor, at) -> extension id                                wish: domain.extensions.Wish
decide_extension(*, extension_id, grant, why, actor, at) -> None
withdraw_extension(*, extension_id, actor, at) -> None
add_promise(*, cycle_id, wish, actor, at) -> promise id                                   wish: domain.promises.PromiseWish
change_promise(*, promise_id, version, wish, actor, at) -> None
note_promise(*, promise_id, version, said, actor, at) -> None                             said: domain.promises.Said
extend_promise(*, promise_id, version, new, reason, actor, at) -> None
judge_promise(*, promise_id, version, verdict, said, actor, at) -> None
add_comment(*, task_id, text, reply_to, actor, at) -> comment id
withdraw_comment(*, comment_id, actor, at) -> None
see_mentions(*, task_id, actor, at) -> None                                               no entry
"""
