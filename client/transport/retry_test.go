package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"cardwallet/client"
)

func TestPassing(t *testing.T) {
	failed := func(kind, cause error) error { return &client.Error{Kind: kind, Cause: cause} }
	tests := []struct {
		name string
		resp *Response
		err  error
		want bool
	}{
		{"ok", &Response{Status: 200}, nil, false},
		{"bad request", &Response{Status: 400}, nil, false},
		{"unauthorized", &Response{Status: 401}, nil, false},
		{"not found", &Response{Status: 404}, nil, false},
		{"conflict", &Response{Status: 409}, nil, false},
		{"rate limited", &Response{Status: 429}, nil, true},
		{"server error", &Response{Status: 500}, nil, true},
		{"not implemented", &Response{Status: 501}, nil, false},
		{"bad gateway", &Response{Status: 502}, nil, true},
		{"unavailable", &Response{Status: 503}, nil, true},
		{"gateway timeout", &Response{Status: 504}, nil, true},
		{"reset", nil, failed(client.ErrUnreachable, io.EOF), true},
		{"login rate limited", nil, failed(client.ErrRateLimited, nil), true},
		{"cut off", nil, failed(client.ErrGarbage, io.ErrUnexpectedEOF), true},
		{"too large", nil, failed(client.ErrGarbage, errors.New("too large")), false},
		{"wrong password", nil, failed(client.ErrNotAllowed, nil), false},
		{"canceled", nil, failed(client.ErrUnreachable, context.Canceled), false},
		{"no answer", nil, failed(client.ErrUnreachable, fmt.Errorf("no answer: %w", context.DeadlineExceeded)), false},
		{"foreign", nil, errors.New("?"), false},
	}
	for _, tt := range tests {
		if got := passing(tt.resp, tt.err); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		value, date string
		want        time.Duration
	}{
		{"", "", 0},
		{"0", "", 0},
		{"-5", "", 0},
		{"30", "", 30 * time.Second},
		{"999999999", "", 24 * time.Hour},
		{"soon", "", 0},
		{"Sat, 31 Jan 2026 12:00:40 GMT", "", 40 * time.Second},
		{"Sat, 31 Jan 2026 11:00:00 GMT", "", 0},
		{"Sat, 31 Jan 2026 13:00:40 GMT", "Sat, 31 Jan 2026 13:00:30 GMT", 10 * time.Second}, // a clock an hour ahead
	}
	for _, tt := range tests {
		h := http.Header{"Retry-After": {tt.value}, "Date": {tt.date}}
		if got := retryAfter(h, now); got != tt.want {
			t.Errorf("%q: got %v, want %v", tt.value, got, tt.want)
		}
	}
}

func TestReadsAreTriedFourTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		var waits []time.Duration
		last := time.Now()
		layer := retried(time.Now, func(context.Context, *Request) (*Response, error) {
			n++
			waits = append(waits, time.Since(last))
			last = time.Now()
			return &Response{Status: 503}, nil
		})
		resp, err := layer(t.Context(), &Request{})
		if n != 4 || err != nil || resp.Status != 503 {
			t.Errorf("%d tries, %v, %v", n, resp, err)
		}
		for i, most := range []time.Duration{0, 500 * time.Millisecond, time.Second, 2 * time.Second} {
			if waits[i] > most+time.Millisecond {
				t.Errorf("wait %d was %v, at most %v expected", i, waits[i], most)
			}
		}
	})
}

func TestRetryHonoursRetryAfterAndPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, times, seconds := 0, 1, "6"
		layer := retried(time.Now, func(context.Context, *Request) (*Response, error) {
			n++
			if n <= times {
				return &Response{Status: 429, Header: http.Header{"Retry-After": {seconds}}}, nil
			}
			return &Response{Status: 200}, nil
		})
		start := time.Now()
		if resp, err := layer(t.Context(), &Request{}); err != nil || resp.Status != 200 || time.Since(start) != 6*time.Second {
			t.Errorf("%v, %v after %v", resp, err, time.Since(start))
		}
		n = 0
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if resp, err := layer(ctx, &Request{}); err != nil || resp.Status != 429 || n != 1 {
			t.Errorf("a caller with one second got %v, %v after %d tries", resp, err, n)
		}
		for _, tt := range []struct {
			seconds string
			tries   int
			wait    time.Duration
		}{{"60", 1, 0}, {"3600", 1, 0}, {"11", 1, 0}, {"10", 2, 10 * time.Second}, {"6", 2, 6 * time.Second}, {"3", 4, 9 * time.Second}} {
			n, times, seconds = 0, 100, tt.seconds
			start := time.Now()
			resp, err := layer(t.Context(), &Request{})
			if err != nil || resp.Status != 429 || n != tt.tries || time.Since(start) != tt.wait {
				t.Errorf("told to wait %s s: %v, %v after %d tries and %v", tt.seconds, resp, err, n, time.Since(start))
			}
		}
	})
}
