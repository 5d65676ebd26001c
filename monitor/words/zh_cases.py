"""Chinese: take-down cases."""

from collections.abc import Mapping

CASE_REFUSALS: Mapping[str, str] = {
    "unknown_finding": "此库中没有发现 {finding}；`monitor findings --json` 列出全部编号",
    "not_confirmed": "{finding}：状态为 {state}，只有已确认的发现可以投诉；请先核实，再执行 `monitor decide {finding} "
    "confirmed --ground …`",
    "taken_back": "{finding}：确认已被撤回，现为 {state}；投诉前请重新决定",
    "no_ground": "{finding}：确认时没有可投诉的理由；请用 --ground counterfeit、mark、copied 或 patent 重新决定",
    "not_served": "{finding}：{platform} 不受理 {marketplace} 的投诉；请用 --platform 指定其平台，或省略该选项",
    "gone": "{finding}：商品页面已显示下架，无可移除；请去掉这一条",
    "authorised": "{finding}：卖家 {seller} 在授权卖家名单中；请以“已授权”驳回，或从监控名单中删除该卖家",
    "no_link": "{finding}：没有商品页面的准确地址，通知必须写明；请先读取该商品页面",
    "other_site": "{finding}：页面给出的地址 {url} 不属于 {marketplace}；请读取商品本身的页面，或去掉这一条",
    "not_sealed": "{finding}：没有其商品页面的封存证据；页面已保存时用 `monitor evidence seal {finding}` 封存，"
    "否则下次运行会读取",
    "damaged_evidence": "{finding}：证据 {capture} 已损坏（{problem}）；请从备份恢复，或封存较新的页面",
    "duplicate": "{finding}：已在未结案件 {case} 中；重复投诉对您不利：请在该案件中登记进展",
    "no_right": "{brand}：监控名单中没有其权利；请添加 [[brand.right]]，通知必须引用权利",
    "unknown_right": "--right {number}：监控名单中没有这个号码的权利；请使用 [[brand.right]] 中的号码",
    "right": "权利 {right}：{what}{step}",
    "no_evidence_store": "案件 {case}：此库存放的是 {kind} 页面，不能作为证据；其材料仅为样本，不能投诉",
}
"""Why a finding or a right can't be used, and what to do."""

CASE_STATES: Mapping[str, str] = {
    "draft": "草稿",
    "ready": "待提交",
    "filed": "已提交",
    "right_checked": "权利已审核",
    "seller_notified": "已通知卖家",
    "counter_notice": "卖家申诉",
    "accepted": "接受申诉",
    "disputed": "争议中",
    "removed": "已删除",
    "reinstated": "已恢复",
    "rejected": "被驳回",
    "withdrawn": "已撤回",
}
"""Where a case stands."""

CASE_DUES: Mapping[str, str] = {
    "right_check": "平台完成权利审核",
    "platform_answer": "平台答复",
    "seller_answer": "卖家答复，否则链接被删除",
    "answer_counter_notice": "答复卖家申诉：接受或提出争议",
    "court_or_authority": "向法院起诉或向主管部门投诉，否则平台可终止措施",
}
"""What has to be done, or is to be expected."""

CASE_WEAKNESSES: Mapping[str, str] = {
    "no_own_capture": "没有其商品页面的证据",
    "damaged": "其证据已损坏：{problem}",
    "old_capture": "其页面读取于 {day}：现在的内容可能不同",
    "session": "其页面是登录后读取的：平台看到的可能不同",
    "not_confirmed": "该发现现为 {state}",
    "gone": "其页面显示已下架",
    "authorised": "其卖家 {seller} 现在授权卖家名单中",
    "low_score": "分数低",
    "name_only": "除名称、卖家或其他商品外，没有其他可疑之处",
    "lost_before": "案件 {case} 曾就其投诉，结果为{case_state}：补足当时缺少的内容后方可再次提交",
    "note": "请先看审核者的备注：{note}",
}
"""Why a listing is a risk in a case."""

CASE_RELISTINGS: Mapping[str, str] = {
    "listing": "链接 {position}：被删除后，其页面于 {day} 再次显示该商品",
    "seller": "链接 {position}：{listing} 首次见于 {day}，属同一卖家",
    "operator": "链接 {position}：{listing} 首次见于 {day}，其卖家很可能是同一经营者",
    "text": "链接 {position}：{listing} 首次见于 {day}，标题相同",
}
"""In what a removed listing has come back."""

CASE_LOOKS: Mapping[str, str] = {
    "there": "仍在，最近见于 {since}",
    "gone": "自 {since} 起已不在",
    "gone_after": "自 {since} 起已不在（最后一次见于 {before}）",
    "back": "自 {since} 起再次出现（{before} 时不在）",
    "unknown": "提交后尚未查看",
    "unknown_silent": "不明：其页面被拦截或无法读取，最近一次为 {silent}",
    "silent": "；其页面于 {silent} 被拦截或无法读取",
}
"""Where a filed link stands by what pages told."""
