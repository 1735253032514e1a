package main

import (
	"github.com/hashicorp/vault-plugin-auth-kubernetes"
	"github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/audit"
	auditfile "github.com/hashicorp/vault/builtin/audit/file"
	"github.com/hashicorp/vault/builtin/credential/approle"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
)

// What this server has besides token sign-in, cubbyhole and sys, which the core brings along.
var (
	secretEngines = map[string]logical.Factory{"kv": kv.Factory}
	signIns       = map[string]logical.Factory{
		"approle":    approle.Factory,
		"kubernetes": kubeauth.Factory,
	}
	audits = map[string]audit.Factory{"file": auditfile.Factory}
)

// builtins tells the core's plugin catalogue of the same.
type builtins struct{}

func ofType(kind consts.PluginType) map[string]logical.Factory {
	switch kind {
	case consts.PluginTypeSecrets:
		return secretEngines
	case consts.PluginTypeCredential:
		return signIns
	default:
		return nil
	}
}

func (builtins) Contains(name string, kind consts.PluginType) bool {
	_, found := ofType(kind)[name]
	return found
}

func (builtins) Get(name string, kind consts.PluginType) (func() (interface{}, error), bool) {
	factory, found := ofType(kind)[name]
	return func() (interface{}, error) { return factory, nil }, found
}

func (builtins) Keys(kind consts.PluginType) []string {
	names := []string{}
	for name := range ofType(kind) {
		names = append(names, name)
	}
	return names
}

func (builtins) DeprecationStatus(
	name string, kind consts.PluginType,
) (consts.DeprecationStatus, bool) {
	if (builtins{}).Contains(name, kind) {
		return consts.Supported, true
	}
	return consts.Unknown, false
}

func (builtins) IsBuiltinEntPlugin(string, consts.PluginType) bool { return false }
