package config

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Issuers that a profile can be for, the values of [Profile.Issuer].
const (
	FinHub = "finhub"
	Aurex  = "aurex"
	Linora = "linora"
)

var issuers = []string{FinHub, Aurex, Linora}

// rules are what the profiles of one issuer have of their own, beside the settings that profileKeys gives them.
type rules struct {
	defaults func(*Profile)
	needs    []need   // settings that must be given
	signIn   []string // beside those, for the usual one of several ways to sign in
	check    func(r *reader, path []string, settings map[string]any, p *Profile)
	sandbox  string // the host where the issuer moves no real money; empty: it has none
	register string // where the public half of a private key is registered; empty: the issuer takes none
}

// Issuers are those that a profile can be for.
func Issuers() []string { return slices.Clone(issuers) }

// Needs are the settings that a profile of the issuer must have, in the order of the file; a secret that signs in is the last.
func Needs(issuer string) (names []string) {
	for _, n := range issuerRules[issuer].needs {
		names = append(names, n.name)
	}
	return append(names, issuerRules[issuer].signIn...)
}

// Registration says where the public half of a private key is registered at the issuer, and in which form; empty where it takes none.
func Registration(issuer string) string { return issuerRules[issuer].register }

// need is a setting that must be given. In the message why follows "NAME is missing"; it may be empty.
type need struct{ name, why string }

var issuerRules = map[string]rules{
	FinHub: {
		defaults: func(p *Profile) {
			p.BaseURL = "https://sandbox.finhub.cloud/api/v2.1/fincard/virtual"
			p.ClientIP, p.ServiceName, p.Platform = "127.0.0.1", "cardwallet", "web"
		},
		needs:    []need{{name: "tenant_id"}},
		signIn:   []string{"email", "password"},
		check:    (*reader).signIn,
		sandbox:  "sandbox.finhub.cloud",
		register: "in its dashboard, or through who looks after your tenant there",
	},
	Aurex: {
		defaults: func(p *Profile) { p.BaseURL, p.RatePerMinute = "https://aurex.cash/api/dashboard", 60 },
		needs:    []need{{name: "user_id"}, {name: "api_key"}},
	},
	Linora: {
		defaults: func(p *Profile) { p.AuthHeader, p.AuthScheme, p.RatePerMinute = "Authorization", "Bearer", 60 },
		needs:    []need{{"base_url", ": Linora publishes no address, so ask Linora for yours"}, {name: "user_id"}, {name: "api_key"}},
	},
}

// Which issuers have a setting.
var (
	onFinHub = []string{FinHub}
	onLinora = []string{Linora}
	onKeyed  = []string{Aurex, Linora}
)

var profileKeys = []key[Profile]{
	{name: "issuer", field: func(p *Profile) any { return &p.Issuer }, takes: oneOf(issuers...), means: "who issued the cards"},
	{name: "base_url", field: func(p *Profile) any { return &p.BaseURL }, takes: httpsBase, means: "where the issuer answers"},
	{name: "read_only", field: func(p *Profile) any { return &p.ReadOnly }, variable: "CARDWALLET_READ_ONLY",
		means: "refuses everything that moves money or changes a card"},
	{name: "sole_user", field: func(p *Profile) any { return &p.SoleUser },
		means: "nobody else moves money at this account, so that balances may decide what became of a movement"},

	{name: "tenant_id", field: func(p *Profile) any { return &p.TenantID }, takes: inHeader, issuers: onFinHub,
		means: "the tenant, as FinHub calls it"},
	{name: "email", field: func(p *Profile) any { return &p.Email }, takes: emailText, issuers: onFinHub,
		means: "signs in, with the password"},
	{name: "username", field: func(p *Profile) any { return &p.Username }, issuers: onFinHub, means: "signs in at session_url"},
	{name: "password", field: func(p *Profile) any { return &p.Password }, issuers: onFinHub, means: "signs in, with email or username"},
	{name: "login_url", field: func(p *Profile) any { return &p.LoginURL }, takes: httpsURL, issuers: onFinHub,
		means: "where email and password sign in; without it /api/auth/login on the host of base_url"},
	{name: "session_url", field: func(p *Profile) any { return &p.SessionURL }, takes: httpsURL, issuers: onFinHub,
		means: "the other way to sign in: ends in /organization/ORG/users/USER/sessions"},
	{name: "token", field: func(p *Profile) any { return &p.Token }, issuers: onFinHub,
		means: "a token issued elsewhere, in place of signing in"},

	{name: "user_id", field: func(p *Profile) any { return &p.UserID }, issuers: onKeyed, means: "whose cards they are"},
	{name: "api_key", field: func(p *Profile) any { return &p.APIKey }, issuers: onKeyed, means: "the key of the issuer's API"},

	{name: "private_key", field: func(p *Profile) any { return &p.PrivateKey }, means: "the RSA key that opens what the issuer seals"},
	{name: "private_key_passphrase", field: func(p *Profile) any { return &p.PrivateKeyPassphrase },
		means: "the passphrase of that key; without it you are asked"},
	{name: "padding", field: func(p *Profile) any { return &p.Padding }, takes: oneOf(paddings...), means: "how the issuer seals"},
	{name: "otp_ttl", field: func(p *Profile) any { return &p.OTPTTL }, takes: between(10*time.Second, time.Hour),
		means: "how long a code lives where the issuer sends no end"},
	{name: "rate_per_minute", field: func(p *Profile) any { return &p.RatePerMinute }, takes: upTo(10_000),
		means: "how many requests a minute the issuer takes; 0: no limit"},

	{name: "client_ip", field: func(p *Profile) any { return &p.ClientIP }, takes: address, issuers: onFinHub,
		means: "sent as X-Forwarded-For"},
	{name: "service_name", field: func(p *Profile) any { return &p.ServiceName }, takes: inHeader, issuers: onFinHub,
		means: "sent as X-Forwarded-From"},
	{name: "platform", field: func(p *Profile) any { return &p.Platform }, takes: oneOf("web", "ios", "android"), issuers: onFinHub,
		means: "sent as platform"},
	{name: "device_id", field: func(p *Profile) any { return &p.DeviceID }, takes: inHeader, issuers: onFinHub,
		means: "sent as deviceId; without it one that stays the same is made up"},
	{name: "card_ids", field: func(p *Profile) any { return &p.CardIDs }, issuers: onFinHub,
		means: "cards that are asked for one by one where the issuer lists none"},

	{name: "auth_header", field: func(p *Profile) any { return &p.AuthHeader }, takes: headerWord, issuers: onLinora,
		means: "the HTTP header that takes the key"},
	{name: "auth_scheme", field: func(p *Profile) any { return &p.AuthScheme }, takes: inHeader, issuers: onLinora,
		means: "stands before the key in that header; empty: the key alone"},
	{name: "paths", field: func(p *Profile) any { return &p.Paths }, issuers: onLinora,
		means: "other paths of requests, with {userId} and {cardId}: " + strings.Join(pathKeys, ", ")},
}

// mayBeEmpty are the text settings where "" means something.
var mayBeEmpty = []string{"auth_scheme"}

// NewProfile returns what a profile of that issuer has when the file says no more.
func NewProfile(name, issuer string) Profile {
	p := Profile{Name: name, Issuer: issuer, Padding: "pkcs1v15", OTPTTL: 5 * time.Minute}
	if fill := issuerRules[issuer].defaults; fill != nil {
		fill(&p)
	}
	return p
}

// Profile is one account at one issuer. Settings that its issuer does not have are empty.
type Profile struct {
	// Name is the NAME of [profiles.NAME]: 1 to 64 letters, digits, "-", "_" and ".", the first a letter or digit.
	Name   string
	Issuer string
	// BaseURL has no slash at its end. FinHub defaults to its sandbox (FinHub cards page), Aurex to its production host (Aurex
	// cards page; it has no sandbox). Linora documents none, so it must be given.
	BaseURL string

	// How FinHub is signed in to; SignIn says which of these count.
	Email      string
	Username   string // only with SessionURL
	Password   Ref
	LoginURL   string // default: /api/auth/login on the host of BaseURL (FinHub authentication page)
	SessionURL string // ends in /organization/ORG/users/USER/sessions
	Token      Ref    // a ready bearer token
	TenantID   string

	// What Aurex and Linora want instead.
	UserID string
	APIKey Ref

	// PrivateKey opens sealed card data: RSA in PEM or bare base64. Without one, what the issuer sealed stays sealed.
	PrivateKey           Ref
	PrivateKeyPassphrase Ref // not set: asked for at the terminal, where the key needs one
	// Padding is pkcs1v15, oaep-sha1, oaep-sha256 or oaep-sha256-mgf1-sha1.
	Padding string
	// OTPTTL is how long a code lives where the issuer sends no expiry, from 10s to 1h.
	OTPTTL time.Duration
	// ReadOnly refuses everything that moves money or changes a card.
	ReadOnly bool
	// ReadOnlyBy is the variable that set ReadOnly; empty where the file does.
	ReadOnlyBy string
	// SoleUser says that nobody but the users of this journal moves money at the account. What became of a movement is then concluded from
	// the balances, at issuers without order numbers. Where it is wrong, a colleague's movement passes for one's own.
	SoleUser bool
	// RatePerMinute is how many requests a minute the issuer takes; 0: no limit. Aurex documents 60 for each key (Aurex
	// overview page); for Linora the same is inferred; FinHub documents none.
	RatePerMinute int

	// Headers that FinHub wants with every request (FinHub authentication page).
	ClientIP    string // X-Forwarded-For
	ServiceName string // X-Forwarded-From
	Platform    string // platform: web, ios or android
	DeviceID    string // deviceId; empty: the caller derives a stable one
	// CardIDs are asked for one by one where FinHub does not answer a card list.
	CardIDs []string

	// How Linora takes the key, and where its paths differ from Aurex's: inferred defaults, since Linora documents neither.
	AuthHeader string
	AuthScheme string // before the key in the header; empty: the key alone
	// Paths replaces path templates, by the names of pathKeys. They begin with "/", follow BaseURL, and may hold {userId} and
	// {cardId}.
	Paths map[string]string
}

// Sandbox reports whether no real money is behind the profile: BaseURL is on its issuer's sandbox, or on this machine, as what
// "cardwallet sandbox" simulates.
func (p Profile) Sandbox() bool {
	u, err := url.Parse(p.BaseURL)
	if err != nil {
		return false
	}
	host := u.Hostname()
	test := issuerRules[p.Issuer].sandbox
	return loopback(host) || test != "" && strings.EqualFold(strings.TrimSuffix(host, "."), test)
}

// SignInMethod is how a profile signs in.
type SignInMethod string

// The sign-in methods: the first three are FinHub's.
const (
	SignInLogin   SignInMethod = "login"   // Email, Password and TenantID posted to LoginURL (FinHub authentication page)
	SignInSession SignInMethod = "session" // SessionUser and Password posted to SessionURL (the vendor's Postman collection)
	SignInToken   SignInMethod = "token"   // Token as it is
	SignInAPIKey  SignInMethod = "api-key" // APIKey with every request
)

// SignIn says how the profile signs in; a checked config has exactly one way.
func (p Profile) SignIn() SignInMethod {
	switch {
	case p.Issuer != FinHub:
		return SignInAPIKey
	case !p.Token.IsZero():
		return SignInToken
	case p.SessionURL != "":
		return SignInSession
	default:
		return SignInLogin
	}
}

// SessionUser returns the user name for a session: Username, or Email where only that is given.
func (p Profile) SessionUser() string {
	if p.Username != "" {
		return p.Username
	}
	return p.Email
}

// pathKeys are the requests whose path Linora profiles can replace in [profiles.NAME.paths].
var pathKeys = []string{"wallet", "cards", "card", "topup", "transactions", "otp", "deposits"}

// cardPaths are those that are about one card and useless without {cardId}.
var cardPaths = []string{"card", "topup", "transactions", "otp"}

// signIn checks that a FinHub profile has exactly one way to sign in, and all of it, and finds the address where it does so.
func (r *reader) signIn(path []string, settings map[string]any, p *Profile) {
	has := func(name string) bool { _, ok := settings[name]; return ok }
	given := slices.DeleteFunc([]string{"token", "session_url", "login_url", "username", "email", "password"},
		func(n string) bool { return !has(n) })
	clash := func(setting, with string) {
		r.refuse("", fmt.Sprintf("cannot stand beside %s: keep one way to sign in", with), append(slices.Clone(path), setting)...)
	}
	needs := func(why string, oneOf ...string) {
		if !slices.ContainsFunc(oneOf, has) {
			r.refuse("", oneOf[0]+" is missing: "+why, path...)
		}
	}
	switch {
	case len(given) == 0:
		r.refuse(`FinHub signs in with email and password, with session_url, username and password, or with token`,
			"no way to sign in", path...)
	case has("token"):
		for _, n := range given[1:] {
			clash(n, "token")
		}
	case has("session_url"):
		if has("login_url") {
			clash("login_url", "session_url")
		}
		if has("username") && has("email") {
			clash("email", "username")
		}
		needs("session_url needs it", "username", "email")
		needs("session_url needs it", "password")
	default:
		if has("username") {
			r.refuse("", "belongs to session_url; without one FinHub signs in with email", append(slices.Clone(path), "username")...)
		}
		needs("FinHub signs in with email and password", "email", "username")
		needs("FinHub signs in with email and password", "password")
	}
	if u, err := url.Parse(p.BaseURL); err == nil && p.LoginURL == "" && p.SignIn() == SignInLogin {
		p.LoginURL = u.Scheme + "://" + u.Host + "/api/auth/login"
	}
}
