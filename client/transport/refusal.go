package transport

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"cardwallet/client"
)

// refusal is the error for an answer that says no. understood tells whether it was the issuer's envelope that said so, rather than
// some proxy's page, which proves nothing about a movement.
func (c *Client) refusal(call Call, resp *Response, answer Answer, understood bool) error {
	e := &client.Error{
		Kind:      kindOf(resp.Status),
		Status:    resp.Status,
		Code:      short(answer.Code, 40),
		Message:   short(answer.Message, 300),
		Card:      call.Card,
		RequestID: requestID(resp.Header),
	}
	if e.Kind == client.ErrRefused && understood {
		if kind := c.options.Classify(call, resp.Status, answer); kind != nil {
			e.Kind = kind
		}
	}
	e.Gateway = !understood && byGateway(resp)
	switch {
	case e.Gateway:
		e.Cause = errGateway
		switch {
		case resp.Status >= 500, resp.Status == http.StatusUnauthorized:
		case call.Read && (resp.Status == http.StatusForbidden || resp.Status == http.StatusProxyAuthRequired):
			e.Kind = client.ErrUnreachable // the issuer was not asked
		default:
			e.Kind = client.ErrGarbage
		}
	case e.Kind == client.ErrRateLimited:
		e.RetryAfter = retryAfter(resp.Header, c.options.Now())
	case resp.Status/100 == 3:
		e.Cause = errors.New("a redirect, which is not followed")
	case understood || e.Kind == client.ErrRateLimited || c.options.Rejected(resp):
	case errors.Is(e, client.ErrRefused), !call.Read && (e.Kind == client.ErrNotFound || e.Kind == client.ErrNotAllowed):
		e.Kind, e.Cause = client.ErrGarbage, errors.New("not the issuer's format")
	}
	e.Duplicate = Says(e.Message+" "+e.Code, duplicateWords...)
	e.Untouched = understood && !call.Read && untouched(e.Kind, resp.Status, answer.Message, c.options.Proving)
	return e
}

var errGateway = errors.New("a proxy or gateway on the way answered, not the issuer")

// byGateway reports whether the answer comes from a proxy, a gateway, a firewall or a portal between here and the issuer: it is a page for
// people, or says that the proxy wants a password. It leaves out 404, with which the issuer's own server answers a wrong address, and 429,
// which means the same from both.
func byGateway(resp *Response) bool {
	switch resp.Status {
	case http.StatusProxyAuthRequired:
		return true
	case http.StatusNotFound, http.StatusTooManyRequests:
		return false
	}
	kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	return resp.Status/100 != 3 && (bytes.HasPrefix(bytes.TrimSpace(resp.Body), []byte("<")) ||
		strings.EqualFold(strings.TrimSpace(kind), "text/html") && len(bytes.TrimSpace(resp.Body)) > 0)
}

// NoPage reports whether err is the HTTP status 404.
func NoPage(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Kind == client.ErrNotFound && e.Status == http.StatusNotFound
}

// kindOf is what an HTTP status means by itself.
func kindOf(status int) error {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return client.ErrNotAllowed
	case status == http.StatusNotFound:
		return client.ErrNotFound
	case status == http.StatusPaymentRequired:
		return client.ErrInsufficient
	case status == http.StatusTooManyRequests:
		return client.ErrRateLimited
	case status == http.StatusRequestTimeout, status >= 500:
		return client.ErrUnreachable
	case status/100 == 3 || status < 200:
		return client.ErrGarbage
	}
	return client.ErrRefused
}

// short bounds foreign text.
func short(s string, limit int) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit] + "…"
}
