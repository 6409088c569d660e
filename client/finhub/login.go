package finhub

import (
	"cmp"
	"context"
	"errors"
	"net/url"
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
	Success *bool        `json:"success"`
	Code    transport.ID `json:"code"`
	Msg     *string      `json:"msg"`
	Data    *issued      `json:"data"`
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
	body, err := withSecrets(account, member{"password", password})
	if err != nil {
		return transport.Token{}, err
	}
	var answer loginAnswer
	if err := d.api.Login(ctx, d.loginURL, body, &answer); err != nil {
		return transport.Token{}, err
	}
	got := answer.issued
	if answer.Data != nil && len(got.AccessToken) == 0 {
		got = *answer.Data
	}
	if len(got.AccessToken) == 0 {
		e := &client.Error{Kind: client.ErrGarbage, Op: "log in", Cause: errors.New("no token in the answer")}
		if answer.Success != nil && !*answer.Success {
			e.Kind, e.Code = client.ErrNotAllowed, string(answer.Code)
			if answer.Msg != nil {
				e.Message = *answer.Msg
			}
		}
		return transport.Token{}, e
	}
	lifetime := tokenLifetime
	if seconds := got.ExpiresIn.Decimal.IntPart(); seconds > 0 {
		lifetime = time.Duration(min(seconds, 24*60*60)) * time.Second
	}
	return transport.Token{Value: crypto.NewSecret(got.AccessToken), Lifetime: lifetime}, nil
}
