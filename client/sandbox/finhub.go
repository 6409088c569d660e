package sandbox

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// business is an error under HTTP 200, with code -1 (FinHub authentication page).
func business(format string, args ...any) error {
	return &refusal{status: http.StatusOK, code: -1, text: fmt.Sprintf(format, args...)}
}

// malformed is HTTP 400 with code 500, as for a missing header (FinHub authentication page).
func malformed(format string, args ...any) error {
	return &refusal{status: http.StatusBadRequest, code: 500, text: fmt.Sprintf(format, args...)}
}

func unauthorized(text string) error {
	return &refusal{status: http.StatusUnauthorized, code: 401, text: text}
}

// members is a JSON object of an answer, with the names of the documents.
type members map[string]any

// envelope is around every answer of FinHub but the login's.
type envelope struct {
	Success bool    `json:"success"`
	Code    int     `json:"code"`
	Msg     *string `json:"msg"`
	Data    any     `json:"data"`
}

func (f *finhub) site() *site {
	return &site{name: IssuerFinHub, book: f.book, endpoint: f.endpoint, base: finhubBase, serve: f.serve, failure: f.failure}
}

func (f *finhub) failure(status int, text string) answer {
	code := status
	if status == http.StatusBadRequest {
		code = 500
	}
	return jsonAnswer(status, encode(envelope{Code: code, Msg: &text}))
}

// endpoints are what FinHub answers, by path.
var endpoints = map[string]func(*finhub, *call) (any, error){
	"/card/v2/cardTypes":          (*finhub).cardTypes,
	"/card/v2/openCard":           (*finhub).openCard,
	"/card/list":                  (*finhub).listCards,
	"/card/info":                  (*finhub).cardInfo,
	"/card/info/sensitive":        (*finhub).sensitive,
	"/card/balance":               (*finhub).balance,
	"/card/deposit":               (*finhub).deposit,
	"/card/withdraw":              (*finhub).withdraw,
	"/card/v2/freeze":             (*finhub).freeze,
	"/card/v2/unfreeze":           (*finhub).unfreeze,
	"/card/cancel":                (*finhub).cancel,
	"/card/v2/update":             (*finhub).update,
	"/card/v2/updateNote":         (*finhub).updateNote,
	"/card/updatePin":             (*finhub).updatePIN,
	"/card/activate":              (*finhub).activate,
	"/card/purchase/transaction":  (*finhub).purchaseRecords,
	"/card/transaction":           (*finhub).operationRecordsV1,
	"/card/v2/transaction":        (*finhub).operationRecords,
	"/card/authorize/transaction": (*finhub).spendRecords,
	"/card/auth/fee/transaction":  (*finhub).feeRecords,
	"/card/3ds/transaction":       (*finhub).codeRecords,
	"/card/holder/list":           (*finhub).listHolders,
	"/card/holder/v2/create":      (*finhub).createHolder,
	"/account/info":               (*finhub).accountInfo,
	"/account/list":               (*finhub).listAccounts,
}

func (f *finhub) serve(c *call) answer {
	login := c.path == f.endpoint.LoginURL || c.path == f.endpoint.SessionURL
	handler := endpoints[c.path]
	if handler == nil && !login {
		return f.failure(http.StatusNotFound, "No such endpoint")
	}
	if c.method != http.MethodPost {
		out := f.failure(http.StatusMethodNotAllowed, "Every endpoint is POST")
		out.header.Set("Allow", http.MethodPost)
		return out
	}
	if len(c.query) > 0 {
		return f.failure(http.StatusBadRequest, "Parameters belong into the body")
	}
	if err := f.context(c, login); err != nil {
		return f.refuse(err)
	}
	if login {
		return f.login(c)
	}
	if err := f.authenticate(c); err != nil {
		return f.refuse(err)
	}
	data, err := handler(f, c)
	if err != nil {
		return f.refuse(err)
	}
	if c.has(FaultDialect) {
		data = dialect(c.path, data)
	}
	out := envelope{Success: true, Code: 200, Msg: successWord(c.path), Data: data}
	return jsonAnswer(http.StatusOK, encode(out))
}

// successWord is msg of a success: "Success" here, "SUCCESS" there, and null may come too.
func successWord(path string) *string {
	word := "Success"
	switch path {
	case "/card/list":
		word = "SUCCESS"
	case "/card/v2/updateNote":
		return nil
	}
	return &word
}

func (f *finhub) refuse(err error) answer {
	r := asRefusal(err)
	return jsonAnswer(r.status, encode(envelope{Code: r.code, Msg: &r.text}))
}

// contextHeaders must be on every call (FinHub authentication page); the login goes without Authorization.
var contextHeaders = []string{"Authorization", "Content-Type", "X-Tenant-ID", "X-Forwarded-For", "X-Forwarded-From", "platform", "deviceId"}

func (f *finhub) context(c *call, login bool) error {
	var missing []string
	for _, name := range contextHeaders {
		if login && name == "Authorization" {
			continue
		}
		values := c.header.Values(name)
		if len(values) > 1 {
			return malformed("Header %s given twice", name)
		}
		if len(values) == 0 || strings.TrimSpace(values[0]) == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return malformed("Missing required header(s): %s", strings.Join(missing, ", "))
	}
	for hop := range strings.SplitSeq(c.header.Get("X-Forwarded-For"), ",") {
		if net.ParseIP(strings.TrimSpace(hop)) == nil {
			return malformed("Header X-Forwarded-For must be an IP address")
		}
	}
	if !slices.Contains([]string{"web", "ios", "android"}, c.header.Get("platform")) {
		return malformed("Header platform must be web, ios or android")
	}
	return nil
}

// encode writes JSON as a server does that does not think of HTML. It panics for what cannot be written, which no answer holds.
func encode(v any) []byte {
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return []byte(strings.TrimSuffix(out.String(), "\n"))
}

// number is money on the wire as a JSON number, text as a string: the issuers use both.
type (
	number decimal.Decimal
	text   decimal.Decimal
)

// MarshalJSON writes a JSON number with all its digits.
func (n number) MarshalJSON() ([]byte, error) { return []byte(decimal.Decimal(n).String()), nil }

// MarshalJSON writes the number as a JSON string.
func (t text) MarshalJSON() ([]byte, error) {
	return []byte(`"` + decimal.Decimal(t).String() + `"`), nil
}

// orNull is nil, which is null on the wire, for a zero value.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
