# docker build -t cardwallet . && docker run --rm -it cardwallet demo
# Config and state are to be mounted: -v ~/.config/cardwallet:/home/nonroot/.config/cardwallet -v ~/.local/state/cardwallet:/home/nonroot/.local/state/cardwallet
FROM golang:1.26.11 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /cardwallet ./cmd/cardwallet

FROM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /cardwallet /usr/bin/cardwallet
ENV HOME=/home/nonroot
ENTRYPOINT ["/usr/bin/cardwallet"]
