"""Chinese: platforms' answers, and the complaint about a decision."""

from collections.abc import Mapping

ANSWER_KINDS: Mapping[str, str] = {
    "receipt": "收到通知的确认",
    "decision": "对通知的决定",
    "statement": "致卖家的理由说明",
}
ANSWER_PARTS: Mapping[str, str] = {
    "receipt": "已收到通知",
    "decision": "决定的内容",
    "redress": "如何对决定提出异议",
    "automation": "是否使用自动化手段",
    "restriction": "限制了什么、如何限制",
    "scope": "适用地域",
    "duration": "期限",
    "facts": "所依据的事实",
    "notice": "是因通知还是自行调查而作出",
    "ground": "法律或合同条款",
    "why": "为何违反该法律或条款",
    "complaint": "救济途径：内部投诉",
    "dispute_body": "救济途径：庭外争议解决",
    "court": "救济途径：法院",
}
"""What an answer has to tell."""
ANSWER_TOLD: Mapping[str, str] = {
    "found": "已找到",
    "unclear": "不明确",
    "missing": "未找到",
    "unread": "未读",
}
ANSWER_WHEN: Mapping[str, str] = {
    "always": "",
    "where_relevant": "相关时须写明",
    "where_applicable": "适用时须写明",
}
"""When the law asks for a part."""
COMPLAINT: Mapping[str, str] = {
    "title": "依据欧盟第 2022/2065 号条例第 20 条的投诉",
    "to": "致",
    "internal": "{marketplace}：内部投诉处理系统",
    "decision": "决定",
    "notified_on": "通知提交于",
    "not_entered": "未登记",
    "answer": "{kind}，收到于",
    "last_day": "投诉截止日",
    "ground": "通知的理由",
    "links": "所通知的商品链接",
    "words": "平台原话",
    "lacks": "其中未找到的内容",
    "lacks_text": "答复中未找到说明以下内容的文字。（草稿：签字前请阅读答复，并划去其以其他文字已说明的内容。）",
    "not_found": "{part}（{source}）",
    "hinted": "{part}（{source}）：仅有暗示：{quote}",
    "nothing_lacks": "未发现缺少法律要求的内容。（草稿：请删去本部分。）",
    "unread": "程序不懂答复的语言，或其格式没有以下内容的位置：{parts}。（草稿：请阅读后写明缺少什么。）",
    "why_wrong": "决定为何有误",
    "why_room": "[   ]（由提交人填写：决定忽略了什么。）",
    "asked": "请求",
    "ask_reverse": "撤销该决定并删除商品链接（第 20 条第 4 款）。",
    "ask_tell": "说明上述缺少的内容。",
    "ask_people": "由具备资格的人员、而非仅以自动化手段作出决定（第 20 条第 6 款），"
    "并告知理由和其余救济途径（第 20 条第 5 款）。",
    "true": "[   ]  本人已阅读本投诉，其内容准确、完整。（由提交人勾选。）",
}
COMPLAINT_REFUSALS: Mapping[str, str] = {
    "other_route": "案件 {case}：已向 {platform} 提交；只有对依《数字服务法》第 16 条的通知作出的决定可依第 20 条投诉："
    "请使用该平台自己的申诉途径",
    "no_decision": "案件 {case}：没有保存平台的决定；请先登记：`monitor case answer {case} FILE`",
    "granted": "案件 {case}：其链接均已删除、接受申诉或撤回；没有可投诉的决定",
}
