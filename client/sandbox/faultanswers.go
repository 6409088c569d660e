package sandbox

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// hugeBody is how much FaultHuge sends before the answer, in bytes.
const hugeBody = 64 << 20

// instead gives the answer of a fault that keeps the request from the issuer.
func instead(at *site, c *call, r *http.Request) (answer, bool) {
	for _, f := range c.faults {
		if rule, _ := ruleOf(f.Kind); rule.answer != nil && !rule.after {
			return rule.answer(f, at, c, r), true
		}
	}
	return answer{}, false
}

// damage changes an answer on its way back.
func damage(at *site, c *call, r *http.Request, out answer) answer {
	for _, f := range c.faults {
		rule, _ := ruleOf(f.Kind)
		if rule.answer != nil && rule.after {
			out = rule.answer(f, at, c, r)
		}
		if rule.spoil != nil {
			rule.spoil(f, &out)
		}
	}
	return out
}

func (f Fault) failure(at *site, _ *call, _ *http.Request) answer {
	return f.retryAfter(at.failure(f.Status, http.StatusText(f.Status)))
}

func (f Fault) limited(at *site, c *call, _ *http.Request) answer {
	f.Status = http.StatusTooManyRequests
	out := f.retryAfter(at.failure(f.Status, "Rate limit exceeded"))
	if f.Kind == FaultTooManyDate {
		out.header.Set("Retry-After", c.now.Add(f.Delay).UTC().Format(http.TimeFormat))
	}
	return out
}

// retryAfter adds how long to wait to an answer with status 429.
func (f Fault) retryAfter(out answer) answer {
	if f.Status == http.StatusTooManyRequests {
		out.header.Set("Retry-After", strconv.Itoa(int(max(f.Delay, time.Second)/time.Second)))
	}
	return out
}

// refusal is in the issuer's own form. FinHub refuses under 200 with code -1, the others with a conflict, unless the fault says otherwise.
func (f Fault) refusal(at *site, _ *call, _ *http.Request) answer {
	switch {
	case f.Status != 0:
		return f.retryAfter(at.failure(f.Status, f.Text))
	case at.name == IssuerFinHub:
		return jsonAnswer(http.StatusOK, encode(envelope{Code: -1, Msg: &f.Text}))
	}
	return at.failure(http.StatusConflict, f.Text)
}

// generalTexts are what FinHub's error page says of its statuses.
var generalTexts = map[int]string{
	http.StatusBadRequest:          "Invalid request parameters",
	http.StatusUnauthorized:        "Authentication required",
	http.StatusForbidden:           "Tenant access denied",
	http.StatusNotFound:            "Resource not found",
	http.StatusConflict:            "Duplicate resource, state conflict",
	http.StatusUnprocessableEntity: "Business rule violation",
	http.StatusTooManyRequests:     "Rate limit exceeded",
}

// general is FinHub's general error form, which has neither success nor msg (FinHub error handling page).
func (f Fault) general(*site, *call, *http.Request) answer {
	name := http.StatusText(f.Status)
	return f.retryAfter(jsonAnswer(f.Status, encode(map[string]any{
		"code": f.Status, "message": cmp.Or(f.Text, generalTexts[f.Status], name), "data": map[string]any{
			"error": strings.ToUpper(strings.ReplaceAll(name, " ", "_")), "details": nil, "field": nil, "suggestions": []string{},
		}})))
}

func (f Fault) redirect(_ *site, _ *call, r *http.Request) answer {
	to := f.Location
	if to == "" {
		_, port, found := strings.Cut(r.Host, ":")
		if found {
			port = ":" + port
		}
		to = "http://localhost" + port + r.URL.RequestURI()
	}
	return answer{status: http.StatusTemporaryRedirect, header: http.Header{"Location": {to}}}
}

// proxyPage is what a proxy, a gateway or a web application firewall between the client and the issuer answers by itself.
func (f Fault) proxyPage(*site, *call, *http.Request) answer {
	status := cmp.Or(f.Status, http.StatusBadGateway)
	title := fmt.Sprint(status, " ", http.StatusText(status))
	page := "<html><head><title>" + title + "</title></head><body><center><h1>" + title + "</h1></center></body></html>\n"
	header := http.Header{"Content-Type": {"text/html"}}
	if status == http.StatusProxyAuthRequired {
		header.Set("Proxy-Authenticate", `Basic realm="proxy"`)
	}
	return answer{status: status, header: header, body: []byte(page)}
}
