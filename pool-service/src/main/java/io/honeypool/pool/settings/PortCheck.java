package io.honeypool.pool.settings;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Fails the start if the API and the management port are the same: they have different callers. */
@Component
class PortCheck implements BeanFactoryPostProcessor {

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        Environment environment = beanFactory.getBean(Environment.class);
        String api = environment.getProperty("server.port", "");
        if (!api.equals("0") && api.equals(environment.getProperty("management.server.port", ""))) {
            throw new StartupFailure(
                    "server.port and management.server.port are both " + api + ".",
                    "Give the management port (health and metrics) a number of its own, such as 8421.");
        }
    }
}
