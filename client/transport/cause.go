package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// cause keeps a context's own error visible and drops the URL, which may hold a query.
func cause(parent, ctx context.Context, timeout time.Duration, err error) error {
	if parent.Err() != nil {
		return parent.Err()
	}
	if ctx.Err() != nil {
		return fmt.Errorf("no answer within %s: %w", timeout, ctx.Err())
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &brokenError{"the connection broke before an answer came", withoutURL(err)}
	}
	err = withoutURL(err)
	for status := http.StatusBadRequest; status < 600; status++ {
		if word := http.StatusText(status); word != "" && err.Error() == word { // all that net/http leaves of a proxy's answer to CONNECT
			return fmt.Errorf("the proxy on the way refused the connection: %w (http %d)", err, status)
		}
	}
	return err
}

// brokenError says in words what Go calls EOF.
type brokenError struct {
	words string
	cause error
}

// Error gives the words.
func (e *brokenError) Error() string { return e.words }

// Unwrap returns what Go says.
func (e *brokenError) Unwrap() error { return e.cause }

func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
