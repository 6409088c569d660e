# docker build -t cardwallet . && docker run --rm -it cardwallet demo
# docs/install.md says how to run it with a config and a state that stay.

# checkout: what docker build makes of it. release: what .goreleaser.yaml and ".ci/run package" have built and put beside this file.
ARG FILES=checkout

FROM golang:1.26.11 AS checkout
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN .ci/image files /image && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /image/usr/bin/cardwallet ./cmd/cardwallet

FROM scratch AS release
ARG TARGETPLATFORM
COPY build/image /image
COPY $TARGETPLATFORM/cardwallet /image/usr/bin/cardwallet

FROM ${FILES} AS files

# There is no shell and nothing else in it. Time zones are in the program.
FROM scratch
COPY --from=files /image /
COPY --from=files --chown=65532:65532 /image/home /home
ENV HOME=/home/nonroot
USER 65532:65532
WORKDIR /home/nonroot
VOLUME ["/home/nonroot/.config/cardwallet", "/home/nonroot/.local/state/cardwallet"]
ENTRYPOINT ["/usr/bin/cardwallet"]
