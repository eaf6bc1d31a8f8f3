# One image for every part; docker-compose.yml says which command each runs.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY producer producer
COPY worker worker
COPY ops ops
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 copytaster && install -d -o copytaster -g copytaster /inbox /home/copytaster/var
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 COPYTASTER_HOME=/home/copytaster/var COPYTASTER_INBOX=/inbox COPYTASTER_LOG_FORMAT=json
USER copytaster
WORKDIR /home/copytaster
ENTRYPOINT ["copytaster"]
CMD ["worker"]
