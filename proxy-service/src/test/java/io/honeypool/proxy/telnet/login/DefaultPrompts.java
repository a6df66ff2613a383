package io.honeypool.proxy.telnet.login;

import io.honeypool.proxy.telnet.TelnetSettings;

/** The expressions that are in force where nothing is configured. */
class DefaultPrompts implements Prompts.Settings {

    @Override
    public String usernamePromptRegex() {
        return TelnetSettings.USERNAME_PROMPT;
    }

    @Override
    public String passwordPromptRegex() {
        return TelnetSettings.PASSWORD_PROMPT;
    }

    @Override
    public String loginFailedRegex() {
        return TelnetSettings.LOGIN_FAILED;
    }

    @Override
    public String shellPromptRegex() {
        return TelnetSettings.SHELL_PROMPT;
    }

    @Override
    public String usernameInNegotiationRegex() {
        return TelnetSettings.USERNAME_IN_NEGOTIATION;
    }
}
