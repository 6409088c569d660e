package finhub

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"cardwallet/client"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// tokenLifetime is how long a token lives where the login does not say (FinHub authentication page).
const tokenLifetime = time.Hour

// auth chooses the way to sign in.
func (d *Driver) auth(base *url.URL) (transport.Auth, error) {
	o := d.options
	var err error
	switch {
	case o.Token != nil:
		return transport.NewStaticSession(o.Now, o.Token), nil
	case o.Password == nil:
		return nil, errors.New("no way to sign in\nset password, or token, in the profile")
	case o.SessionURL != "":
		d.loginURL, err = transport.ParseAddress("session_url", o.SessionURL)
	default:
		host := url.URL{Scheme: base.Scheme, Host: base.Host, Path: "/api/auth/login"}
		d.loginURL, err = transport.ParseAddress("login_url", cmp.Or(o.LoginURL, host.String()))
	}
	if err != nil {
		return nil, err
	}
	if o.Username == "" {
		return nil, errors.New("email is missing")
	}
	return transport.NewSession(o.Now, d.login), nil
}

// loginAnswer is {accessToken, expiresIn} as it is (FinHub authentication page) or within the envelope (the vendor's Postman
// collection).
type loginAnswer struct {
	issued
	Success *bool                    `json:"success"`
	Code    transport.ID             `json:"code"`
	Msg     *string                  `json:"msg"`
	Message transport.Loose[string]  `json:"message"`
	Data    transport.Loose[*issued] `json:"data"`
}

// refusal is what an answer with HTTP 200 and without a token says, in the envelope or in FinHub's general form of errors (FinHub error
// handling page); nil where it says nothing.
func (a loginAnswer) refusal() *client.Error {
	good := a.Code == "" || a.Code == "200" || a.Code == "0"
	if a.Success != nil && *a.Success || a.Success == nil && good {
		return nil
	}
	e := &client.Error{Kind: client.ErrNotAllowed, Op: "log in", Status: http.StatusOK, Code: string(a.Code), Message: a.Message.Value}
	if a.Msg != nil && *a.Msg != "" {
		e.Message = *a.Msg
	}
	switch code, _ := strconv.Atoi(e.Code); {
	case code == http.StatusTooManyRequests:
		e.Kind = client.ErrRateLimited
	case 500 <= code && code < 600:
		e.Kind = client.ErrUnreachable
	}
	return e
}

// address names the setting that says where to log in.
func (d *Driver) address() string {
	switch {
	case d.options.SessionURL != "":
		return "session_url"
	case d.options.LoginURL != "":
		return "login_url"
	}
	return "login_url, which else follows from base_url"
}

type issued struct {
	AccessToken transport.Bytes  `json:"accessToken"`
	ExpiresIn   transport.Amount `json:"expiresIn"` // seconds
}

// login fetches a token. The password is in the clear in bytes that are wiped when the request has been made, and in what net/http and
// the system make of them.
func (d *Driver) login(ctx context.Context) (transport.Token, error) {
	o := d.options
	password, err := o.Password(ctx)
	if err != nil {
		return transport.Token{}, err
	}
	defer password.Wipe()
	if password.IsZero() {
		return transport.Token{}, errors.New("the password is empty")
	}
	account := map[string]any{"email": o.Email, "tenantId": o.TenantID}
	if o.SessionURL != "" {
		account = map[string]any{"username": o.Username}
	}
	body, err := transport.WithSecrets(account, transport.Member{Name: "password", Value: password})
	if err != nil {
		return transport.Token{}, err
	}
	var answer loginAnswer
	err = d.api.Login(ctx, d.loginURL, body, &answer)
	if transport.NoPage(err) { // what is not found is the address, and no card or list
		return transport.Token{}, &client.Error{Kind: client.ErrUnreachable, Op: "log in", Status: http.StatusNotFound,
			Cause: errors.New("there is no login at this address"), Hint: "check " + d.address()}
	}
	if err != nil {
		return transport.Token{}, err
	}
	got := answer.issued
	if answer.Data.Value != nil && len(got.AccessToken) == 0 {
		got = *answer.Data.Value
	}
	if len(got.AccessToken) == 0 {
		if e := answer.refusal(); e != nil {
			return transport.Token{}, e
		}
		return transport.Token{}, &client.Error{Kind: client.ErrGarbage, Op: "log in", Cause: errors.New("no token in the answer")}
	}
	lifetime := tokenLifetime
	if seconds := got.ExpiresIn.Decimal.IntPart(); seconds > 0 {
		lifetime = time.Duration(min(seconds, 24*60*60)) * time.Second
	}
	return transport.Token{Value: crypto.NewSecret(got.AccessToken), Lifetime: lifetime}, nil
}
