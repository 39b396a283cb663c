"""Airflow 3：每天 02:00 审核一次。退出码 1 是发现了问题，任务算成功；2、3 算失败。

Airflow 3: one audit a day. Exit code 1 says that something was found, and the task succeeds; 2 and 3 fail it.
"""

from __future__ import annotations

import datetime as dt

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

PROJECT = "/srv/gongkai"

with DAG(
    dag_id="gongkai_nightly",
    schedule="0 2 * * *",
    start_date=dt.datetime(2026, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8))),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "retry_delay": dt.timedelta(minutes=30)},
    tags=["gongkai"],
) as dag:
    nightly = BashOperator(
        task_id="nightly",
        bash_command=f"gongkai nightly {PROJECT} || [ $? -eq 1 ]",
        execution_timeout=dt.timedelta(hours=6),
    )
    history = BashOperator(task_id="history", bash_command=f"gongkai history {PROJECT}")
    nightly >> history
