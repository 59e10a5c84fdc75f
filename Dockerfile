# The demo, or an audit of a folder of yours, as a user without rights:
#   docker build -t zpm-audit .
#   docker run --rm --network none zpm-audit
#   docker run --rm --network none -v "$PWD/export:/export:ro" -v "$PWD/uit:/uit" zpm-audit run /export --out /uit/audit
# The folder that output goes to must be writable for user 10001. Not built in the project's own pipeline.
FROM python:3.11-slim AS build
WORKDIR /bron
COPY pyproject.toml README.md LICENSE requirements.lock ./
COPY zpm_audit zpm_audit
COPY checks checks
COPY reports reports
RUN python -m venv /opt/zpm-audit \
    && /opt/zpm-audit/bin/pip install --no-cache-dir -c requirements.lock .

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin audit \
    && install -d -o audit -g audit -m 0700 /werk
COPY --from=build /opt/zpm-audit /opt/zpm-audit
ENV PATH=/opt/zpm-audit/bin:$PATH PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /werk
ENTRYPOINT ["zpm-audit"]
CMD ["demo", "--out", "/werk/demo"]
