package transport

import (
	"context"
	"errors"
	"io"
	"net/url"
	"testing"
	"time"
)

func TestBrokenConnectionsAreSaidInWords(t *testing.T) {
	ctx := t.Context()
	for _, err := range []error{io.EOF, io.ErrUnexpectedEOF} {
		got := cause(ctx, ctx, time.Second, &url.Error{Op: "Post", URL: "http://x?secret", Err: err})
		if got.Error() != "the connection broke before an answer came" || !errors.Is(got, err) {
			t.Errorf("%v is said as %q", err, got)
		}
	}
	over, cancel := context.WithDeadline(ctx, time.Now().Add(-time.Second))
	defer cancel()
	if got := cause(ctx, over, time.Second, io.EOF); got.Error() != "no answer within 1s: context deadline exceeded" {
		t.Errorf("too late is said as %q", got)
	}
}
