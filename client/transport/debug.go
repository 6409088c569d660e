package transport

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// logged writes one line for each attempt: what was asked, how it ended, how long it took, and which fields went over the wire.
// No header and no value of a body or query is ever written, so nothing has to be recognised as secret.
func logged(log *slog.Logger, now func() time.Time, next Doer) Doer {
	if log == nil {
		return next
	}
	return func(ctx context.Context, req *Request) (*Response, error) {
		start := now()
		resp, err := next(ctx, req)
		attrs := []slog.Attr{
			slog.String("op", req.Op),
			slog.String("method", req.Method),
			slog.String("host", req.URL.Host),
			slog.String("path", req.URL.EscapedPath()),
			slog.String("query", strings.Join(slices.Sorted(maps.Keys(req.URL.Query())), ",")),
			slog.Duration("took", now().Sub(start)),
			slog.Int("sent_bytes", len(req.Body)),
			slog.String("sent_fields", fieldNames(req.Body)),
		}
		if err != nil {
			attrs = append(attrs, slog.String("error", err.Error()))
		} else {
			attrs = append(attrs,
				slog.Int("status", resp.Status),
				slog.String("request_id", requestID(resp.Header)),
				slog.String("content_type", short(resp.Header.Get("Content-Type"), 100)),
				slog.Int("received_bytes", len(resp.Body)),
				slog.String("received_fields", fieldNames(resp.Body)))
		}
		log.LogAttrs(ctx, slog.LevelInfo, "request", attrs...)
		return resp, err
	}
}

var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z_0-9]*$`)

func isPlainName(name string) bool { return len(name) <= 40 && plainName.MatchString(name) }

// fieldNames lists the members of a JSON body, sorted, as "data.records.cardNo". Names that do not look like names are left out:
// they could be values.
func fieldNames(body []byte) string {
	var value any
	if len(body) == 0 {
		return ""
	}
	if json.Unmarshal(body, &value) != nil {
		return "not json"
	}
	names := map[string]struct{}{}
	collect(value, "", names)
	return short(strings.Join(slices.Sorted(maps.Keys(names)), " "), 2000)
}

func collect(value any, prefix string, names map[string]struct{}) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			collect(item, prefix, names)
		}
	case map[string]any:
		for name, member := range v {
			if isPlainName(name) {
				names[prefix+name] = struct{}{}
				collect(member, prefix+name+".", names)
			}
		}
	}
}
