"""Chinese: what follows take-downs, for the seller and for the owner."""

from collections.abc import Mapping

REASONS_FOR_STEPS: Mapping[str, str] = {
    "counter_notice": "卖家提出了申诉",
    "reinstated": "平台恢复了商品",
    "rejected": "平台驳回了投诉",
    "relisted": "商品删除后卖家继续销售",
}
"""Why an owner needs a next step."""

STEP_NAMES: Mapping[str, str] = {
    "dispute": "对卖家申诉提出争议，并补充所缺材料",
    "file_again": "补充所缺材料后再次投诉",
    "dsa_notice": "依《数字服务法》第16条提交通知",
    "dsa_complaint": "依《数字服务法》第20条对决定提出投诉",
    "dsa_dispute": "依《数字服务法》第21条进行庭外争议解决",
    "administrative": "在中国行政投诉",
    "court": "在中国提起诉讼",
    "national_court": "在欧盟提起诉讼",
    "customs": "在中国海关备案权利",
    "customs_application": "向欧盟海关提出申请",
}
"""What an owner can do next."""

NEED_NAMES: Mapping[str, str] = {
    "right_in_china": "在中国有效且种类适合的权利",
    "right_in_eu": "在欧盟或其成员国有效且种类适合的权利",
    "serves_eu": "平台在欧盟提供服务",
    "sealed_evidence": "每个链接的封存页面完好",
    "time_stamp": "每个封存页面有经核验的时间戳",
    "notary": "经公证的页面或购买",
    "proof": "{told}",
    "seller_shows": "对卖家所提交材料的答复：{told}",
}
"""What a step needs, or what helps."""

NEED_ADVICE: Mapping[str, str] = {
    "right_in_china": "请在当地注册，或补全监控名单中的 [[brand.right]]",
    "right_in_eu": "请在当地注册，或补全监控名单中的 [[brand.right]]",
    "serves_eu": "请查看其是否向欧盟客户销售",
    "sealed_evidence": "`monitor evidence verify` 列出损坏的文件",
    "time_stamp": "请用 `monitor evidence stamp` 申请",
    "notary": "此库无法得知：请咨询律师",
    "proof": "此库无法得知：请查看您的材料",
    "seller_shows": "此库无法得知：请与经销商的记录核对",
}
"""What to do about a need that is missing, or of which the store knows nothing."""

STRIKE_STEPS: Mapping[str, str] = {
    "warning": "警告",
    "blocked": "屏蔽店铺",
    "blocked 14 days": "屏蔽店铺14天",
    "ended": "关闭账户",
}
"""What serious infringements lead to."""
