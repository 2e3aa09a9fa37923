# promfile from its sources, in two stages: nothing but docker is needed. The image has the static
# binary alone, and runs as user 65532.
#   docker build -t promfile -f samples/docker/build.Dockerfile .     (in the top directory)
FROM docker.io/library/debian:12 AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
        cmake g++ make libc6-dev libpugixml-dev libcli11-dev libfmt-dev libtomlplusplus-dev
COPY . /source
RUN cmake -S /source -B /build -DPROMFILE_STATIC=ON -DPROMFILE_TESTS=OFF \
    && cmake --build /build --parallel "$(nproc)" \
    && strip /build/promfile

FROM scratch
COPY --from=build /build/promfile /promfile
USER 65532:65532
ENTRYPOINT ["/promfile"]
